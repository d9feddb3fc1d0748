import { expect, it } from 'vitest';
import { placeInWords } from './place-in-words.ts';

const places = new Map([
  ['redon', ['35236']],
  ['saint nicolas de redon', ['44185']],
  ['langon', ['35145', '33227']],
]);

it.each([
  ['jardin redon', { rest: 'jardin', codes: ['35236'] }],
  ['redon', { rest: '', codes: ['35236'] }],
  ['reparer a saint nicolas de redon', { rest: 'reparer a', codes: ['44185'] }],
  ['langon velo', { rest: 'velo', codes: ['35145', '33227'] }],
  ['jardin', null],
  ['', null],
])('%s', (text, found) => expect(placeInWords({ typed: text, text }, places)).toEqual(found));

it.each(['"jardin redon"', 'jardin -redon', 'jardin or redon'])('%s means what its signs say', (typed) =>
  expect(placeInWords({ typed, text: 'jardin redon' }, places)).toBeNull(),
);

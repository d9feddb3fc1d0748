/** What people may change of a comparison of options. Levels are those of a scale of five; other scales follow. */
export interface ChoiceSettings {
  /** The level that "solid" asks for, and the one that "fair" asks for. */
  solid: number;
  fair: number;
  /** Percent of the weight that must reach it. */
  majority: number;
  /** Level at or below which one criterion alone says no to "solid", and to "fair"; 0: none does. */
  vetoSolid: number;
  vetoFair: number;
  /** Levels apart that still count for nothing, and beyond which a difference counts fully. */
  indifference: number;
  preference: number;
  draws: number;
  /** Whose weights the steps use: the same for every dimension, or the mean of those that people gave. */
  weights: 'equal' | 'people';
}

/** What each may be, in the order in which a form offers it. */
export const choiceOffers = {
  solid: [3, 4, 5],
  fair: [2, 3, 4],
  majority: [50, 60, 67, 75, 100],
  vetoSolid: [0, 1, 2, 3],
  vetoFair: [0, 1, 2],
  indifference: [0, 0.5, 1],
  preference: [0.5, 1, 1.5, 2],
  draws: [1000, 10_000, 100_000],
} as const satisfies Partial<Record<keyof ChoiceSettings, readonly number[]>>;

export const usualChoice: ChoiceSettings = {
  solid: 4,
  fair: 3,
  majority: 60,
  vetoSolid: 2,
  vetoFair: 1,
  indifference: 0.5,
  preference: 1,
  draws: 10_000,
  weights: 'equal',
};

/** The names of the settings in an address. */
export const choiceNames = {
  solid: 'solide',
  fair: 'correct',
  majority: 'majorite',
  vetoSolid: 'veto-solide',
  vetoFair: 'veto-correct',
  indifference: 'indifference',
  preference: 'preference',
  draws: 'tirages',
  weights: 'poids',
} as const satisfies Record<keyof ChoiceSettings, string>;

/**
 * The settings that an address asks for. What is not offered is as usual, and so are two that contradict each other:
 * "fair" asks for less than "solid", one veto no more than the other, and full preference for more than indifference.
 */
export function readChoiceSettings(asked: URLSearchParams): ChoiceSettings {
  const read = <Key extends keyof typeof choiceOffers>(key: Key): number => {
    const offers: readonly number[] = choiceOffers[key];
    return offers.find((offer) => String(offer) === asked.get(choiceNames[key])) ?? usualChoice[key];
  };
  const pair = <One extends keyof typeof choiceOffers, Other extends keyof typeof choiceOffers>(
    [low, high]: readonly [One, Other],
    isSound: (low: number, high: number) => boolean,
  ) => (isSound(read(low), read(high)) ? [read(low), read(high)] : [usualChoice[low], usualChoice[high]]);
  const [fair = 0, solid = 0] = pair(['fair', 'solid'], (low, high) => low < high);
  const [vetoFair = 0, vetoSolid = 0] = pair(['vetoFair', 'vetoSolid'], (low, high) => low <= high);
  const [indifference = 0, preference = 0] = pair(['indifference', 'preference'], (low, high) => low <= high);
  return {
    solid,
    fair,
    majority: read('majority'),
    vetoSolid,
    vetoFair,
    indifference,
    preference,
    draws: read('draws'),
    weights: asked.get(choiceNames.weights) === 'personnes' ? 'people' : 'equal',
  };
}

/** The place 0..1 of a level of a scale of five. Example: level 4 → 0.75. */
export function placeOfFive(level: number): number {
  return (level - 1) / 4;
}

import { expect, test } from 'vitest';
import { pageScript, tightenPolicy } from './page-policy.ts';

function tightened(policy: string | undefined): string | null {
  const headers = new Headers(policy === undefined ? {} : { 'content-security-policy': policy });
  tightenPolicy(headers);
  return headers.get('content-security-policy');
}

test('a page that starts no script may run none, not even a file of this site', () => {
  expect(tightened("default-src 'none'; script-src 'self'; style-src 'self'")).toBe(
    "default-src 'none'; script-src 'none'; style-src 'self'",
  );
});

test('a page with one script of this site says so to us alone, and keeps it', () => {
  const policy = "default-src 'none'; script-src 'self'";
  const headers = new Headers({ 'content-security-policy': policy, [pageScript]: 'yes' });
  tightenPolicy(headers);
  expect(headers.get('content-security-policy')).toBe(policy);
  expect(headers.has(pageScript)).toBe(false);
});

test('a tool keeps its own scripts', () => {
  const policy = "default-src 'none'; script-src 'self' 'nonce-abc'";
  expect(tightened(policy)).toBe(policy);
});

test('a bare page of words may do nothing', () => {
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8' });
  tightenPolicy(headers);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
});

test('what is no page gets no policy', () => {
  expect(tightened(undefined)).toBeNull();
});

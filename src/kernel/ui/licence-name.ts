/**
 * A licence as people write it, from its SPDX identifier; anything else is returned as it is.
 *
 * @example licenceName('CC-BY-SA-4.0') === 'CC BY-SA 4.0'
 */
export function licenceName(identifier: string): string {
  const [, family, version] = /^(CC-BY(?:-(?:NC|ND|SA))*|CC0|ODbL|ODC-By)-(\d\.\d)$/.exec(identifier) ?? [];
  return family && version ? `${family.replace('CC-', 'CC ')} ${version}` : identifier;
}

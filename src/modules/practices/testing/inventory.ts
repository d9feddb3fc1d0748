/** An inventory of as many gardens, those of `without` left out. */
export function inventory(count: number, { without = [] as number[], words = 'À tous' } = {}): string {
  const rows = Array.from({ length: count }, (_, at) => `g${at},Jardin ${at},Redon,${words}\n`);
  return `id,Nom du lieu,Ville,Description\n${rows.filter((_, at) => !without.includes(at)).join('')}`;
}

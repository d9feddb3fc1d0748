/** The page of a list that an address asks for; the first, when that is no number of a page. */
export function pageAsked(text: string | null): number {
  return /^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 1;
}

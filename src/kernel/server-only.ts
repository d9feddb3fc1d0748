/**
 * What a page is rendered from and its browser never needs. Kit writes the data of every page out for the browser, even
 * of pages that run nothing there, which for a large result takes longer than to show it: this is left out.
 */
export class ServerOnly<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

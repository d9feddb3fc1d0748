/** What is used of jStat, which brings no types of its own. */
declare module 'jstat' {
  const library: {
    readonly jStat: {
      /** P(a, x), the regularised lower incomplete gamma function; a > 0, x ≥ 0. */
      lowRegGamma(a: number, x: number): number;
    };
  };
  export default library;
}

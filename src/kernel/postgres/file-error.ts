/** Whether what was thrown is a system error of this code, for instance `ENOENT`. */
export function isSystemError(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

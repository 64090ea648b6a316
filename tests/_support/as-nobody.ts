/** Rights mean nothing to root: until it is disposed of this process has somebody's who owns nothing. */
export function asNobody(): Disposable {
  const user = process.geteuid!();
  if (user === 0) process.seteuid!(65_534);
  return { [Symbol.dispose]: () => process.seteuid!(user) };
}

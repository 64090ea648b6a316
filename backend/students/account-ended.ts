/** The account was disabled or deleted after its access token was checked. */
export class AccountEnded extends Error {
  override readonly name = "AccountEnded";
}

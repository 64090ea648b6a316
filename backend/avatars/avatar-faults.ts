/** A field of an avatar, or one that names an avatar, cannot be taken. */
export class InvalidAvatar extends Error {
  override readonly name = "InvalidAvatar";

  constructor(
    /** A field of the body. */
    readonly field: string,
    readonly reason: string,
  ) {
    super(`${field} ${reason}`);
  }
}

/** What the avatar is, or who has it, does not let this happen now; the message is for whoever asked. */
export class AvatarConflict extends Error {
  override readonly name = "AvatarConflict";
}

/** As many of the admin's avatars are being made as may be at a time. */
export class AvatarsBusy extends Error {
  override readonly name = "AvatarsBusy";
}

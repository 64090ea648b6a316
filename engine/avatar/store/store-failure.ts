import { AssetsRefused, AssetsUnreachable } from "./asset-store.ts";

const isFull = "the store of faces is full: make room where it is kept, then try again";
const isShut =
  "the engine may not use the store of faces: check the folder's rights, or the bucket's keys and region, then try again";
const isAbsent = "the store of faces is not there: check DATA_DIR or S3_BUCKET, then try again";

/** What does not pass by itself, by the code of Node's or of S3's error. Everything else may: silence, a network, a server that fails. */
const lasting: Readonly<Record<string, string>> = {
  ENOSPC: isFull,
  EDQUOT: isFull,
  EFBIG: isFull,
  QuotaExceeded: isFull,
  XMinioStorageFull: isFull,
  EACCES: isShut,
  EPERM: isShut,
  EROFS: isShut,
  AccessDenied: isShut,
  AccountProblem: isShut,
  AllAccessDisabled: isShut,
  AuthorizationHeaderMalformed: isShut,
  ExpiredToken: isShut,
  InvalidAccessKeyId: isShut,
  InvalidToken: isShut,
  RequestTimeTooSkewed: isShut,
  SignatureDoesNotMatch: isShut,
  ENOTDIR: isAbsent,
  EISDIR: isAbsent,
  ELOOP: isAbsent,
  InvalidBucketName: isAbsent,
  NoSuchBucket: isAbsent,
  PermanentRedirect: isAbsent,
};

/** Says of what a folder or a bucket failed with whether trying again may help. Throws AssetsUnreachable or AssetsRefused. */
export function unreachable(cause: unknown): never {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const sentence = Object.hasOwn(lasting, code) ? lasting[code] : undefined;
  if (sentence) throw new AssetsRefused(sentence, { cause });
  throw new AssetsUnreachable("the store of faces cannot be reached", { cause });
}

import { useEffect, useState } from "preact/hooks";
import { useConsole } from "./console-context.ts";

/** A drawn tutor's name as people write it. */
export const toFaceName = (face: string) => face.charAt(0).toUpperCase() + face.slice(1);

interface FacePictureProps {
  /** The id of an avatar, or the name of a drawn tutor. */
  readonly face: string;
  /** Shown as its first letter where there is no picture. */
  readonly name: string;
  /** Read out; empty where the name stands beside it. */
  readonly alt?: string;
}

/** A face at rest. The picture needs the sign-in, so it is fetched and not linked. */
export function FacePicture({ face, name, alt = "" }: FacePictureProps) {
  const { avatars } = useConsole();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let isGone = false;
    let made = "";
    avatars.picture(face).then(
      (picture) => {
        if (isGone || !picture) return;
        made = URL.createObjectURL(picture);
        setUrl(made);
      },
      () => setUrl(undefined),
    );
    return () => {
      isGone = true;
      URL.revokeObjectURL(made);
    };
  }, [face, avatars]);
  if (url) return <img class="face" src={url} alt={alt} />;
  return (
    <span class="face" aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase()}
    </span>
  );
}

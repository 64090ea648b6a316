import { useEffect } from "preact/hooks";
import type { Avatar } from "./api-types.ts";
import { isBeingMade } from "./avatar-api.ts";
import { AvatarProgress } from "./avatar-progress.tsx";
import { CardList } from "./card-list.tsx";
import { useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { FacePicture, toFaceName } from "./face-picture.tsx";
import { useList, useLoaded } from "./loaded.tsx";
import { Chip } from "./view-parts.tsx";

/** How often avatars that are being made are looked at, in ms. */
const lookMs = 3000;

/** The admin's avatars, newest first. */
export function AvatarList() {
  const { strings, avatars } = useConsole();
  const words = strings.avatars;
  const list = useList((cursor) => avatars.list(cursor));
  const { reading, refresh } = list;
  const isBusy = reading.state === "there" && reading.value.items.some(isBeingMade);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => void refresh(), lookMs);
    return () => clearInterval(timer);
  }, [isBusy, refresh]);
  return (
    <>
      <CardList
        list={list}
        title={strings.sections.avatars}
        about={words.about}
        none={words.none}
        create={{ to: { view: "new-avatar" }, text: words.new }}
        kind="faces"
        card={(avatar) => <AvatarCard avatar={avatar} key={avatar.id} />}
      />
      <DrawnFaces />
    </>
  );
}

/** The drawn tutors, which every engine has. */
function DrawnFaces() {
  const { strings, avatars } = useConsole();
  const { reading } = useLoaded(() => avatars.choices());
  const drawn = reading.state === "there" ? (reading.value.faces ?? []) : [];
  if (drawn.length === 0) return null;
  return (
    <section aria-labelledby="drawn">
      <h2 class="part" id="drawn">
        {strings.avatars.drawn}
      </h2>
      <ul class="faces small-faces">
        {drawn.map((face) => (
          <li class="card face-card" key={face}>
            <FacePicture face={face} name={face} />
            <p class="face-words">{toFaceName(face)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AvatarCard({ avatar }: { readonly avatar: Avatar }) {
  const { strings } = useConsole();
  const words = strings.avatars;
  const { id: avatarId, displayName, status, preview } = avatar;
  return (
    <li class="card face-card">
      {preview ? (
        <FacePicture face={avatarId} name={displayName} />
      ) : (
        <span class="face" aria-hidden="true">
          {[...displayName.trim()][0]?.toUpperCase()}
        </span>
      )}
      <div class="face-words">
        <h2>
          <a href={toHash({ view: "avatar", avatarId })}>{displayName}</a>
        </h2>
        {isBeingMade(avatar) ? (
          <AvatarProgress avatar={avatar} />
        ) : (
          <Chip kind={status}>{words.statuses[status]}</Chip>
        )}
      </div>
    </li>
  );
}

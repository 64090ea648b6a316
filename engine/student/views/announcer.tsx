import type { Announcements } from "../announcements.ts";
import { useStore } from "../store.ts";

/** For screen readers alone: each sentence of an answer, once. */
export function Announcer({
  announcements,
  language,
}: {
  announcements: Announcements;
  language: string | undefined;
}) {
  const recent = useStore(announcements.recent);
  return (
    <div class="visually-hidden" id="announcer" aria-live="polite" lang={language}>
      {recent.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
    </div>
  );
}

import type { Avatar } from "./api-types.ts";
import { useConsole } from "./console-context.ts";
import { Progress } from "./progress.tsx";

/** What is being done with an avatar, and how far it is. */
export function AvatarProgress({ avatar: { status, stage, progress } }: { readonly avatar: Avatar }) {
  const { strings } = useConsole();
  const words = strings.avatars;
  const stages: Readonly<Partial<Record<string, string>>> = words.stages;
  const label = (status === "processing" && stage !== null && stages[stage]) || words.statuses[status];
  return <Progress label={label} share={progress ?? undefined} />;
}

import { useLayoutEffect, useRef } from "preact/hooks";

/** The place of a node that something else makes and fills; Preact looks no further. */
export function Owned({ node }: { node: Node }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(node), [node]);
  return <div class="owned" ref={place} />;
}

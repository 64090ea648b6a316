interface ProgressProps {
  readonly label: string;
  /** From 0 to 1; undefined while nobody knows. */
  readonly share: number | undefined;
}

/** How much of something is done. */
export function Progress({ label, share }: ProgressProps) {
  return (
    <div class="progress">
      <span>{label}</span>
      {share !== undefined && <span class="muted">{Math.floor(share * 100)} %</span>}
      <progress max={1} value={share} aria-label={label} />
    </div>
  );
}

import { useState } from "preact/hooks";
import { useStore } from "../store.ts";
import type { VoiceInput } from "../voice-input.ts";
import { MicrophoneMark } from "./marks.tsx";
import { useWords } from "./words.ts";

interface VoiceProps {
  readonly voice: VoiceInput;
  readonly canAsk: boolean;
}

/** Whether the student speaks now, in either way. */
function useIsOn(voice: VoiceInput): boolean {
  const { state } = useStore(voice.microphone.view);
  const isRecognising = useStore(voice.isRecognising);
  return isRecognising || state === "on" || state === "asking";
}

/** Turns the microphone on and off; nothing where nobody would understand. */
export function VoiceButton({ voice, canAsk, onConsentNeeded }: VoiceProps & { onConsentNeeded(): void }) {
  const words = useWords();
  const understander = useStore(voice.understander);
  const isOn = useIsOn(voice);
  if (understander === "nobody") return null;
  const toggle = () => {
    if (isOn) voice.turnOff();
    else if (understander === "browser") onConsentNeeded();
    else voice.turnOn();
  };
  const label = isOn ? words.stopSpeaking : words.speak;
  return (
    <button
      type="button"
      class={isOn ? "icon voice on" : "icon voice"}
      aria-pressed={isOn}
      aria-label={label}
      title={label}
      disabled={!canAsk && !isOn}
      onClick={toggle}
    >
      <MicrophoneMark />
    </button>
  );
}

/** What belongs to the microphone while it is on, and what to do where it cannot be. */
export function VoicePanel({ voice }: { voice: VoiceInput }) {
  const words = useWords();
  const { state, level, devices, deviceId } = useStore(voice.microphone.view);
  const understood = useStore(voice.understood);
  const hasFailed = useStore(voice.hasFailed);
  const isOn = useIsOn(voice);
  if (state === "denied" || state === "missing" || hasFailed) {
    const help = hasFailed
      ? words.recogniserFailed
      : words.microphoneHelp[state === "denied" ? state : "missing"];
    return (
      <p class="voice-help" role="alert">
        {help}
      </p>
    );
  }
  if (!isOn) return null;
  return (
    <div class="voice-panel">
      {state === "on" && (
        <span class="level" aria-hidden="true">
          <span style={{ width: `${Math.round(level * 100)}%` }} />
        </span>
      )}
      <span class="understood" role="status">
        {state === "asking" ? words.allowMicrophone : understood || words.listening}
      </span>
      {state === "on" && devices.length > 1 && (
        <label class="device">
          <span class="visually-hidden">{words.microphone}</span>
          <select
            value={deviceId}
            onChange={({ currentTarget }) => void voice.microphone.turnOn(currentTarget.value)}
          >
            {devices.map(({ id, label }, index) => (
              <option key={id} value={id}>
                {label || `${words.microphone} ${index + 1}`}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** Where the sound goes is said before the first time, and the student decides. */
export function RecogniserConsent({ voice, onClose }: { voice: VoiceInput; onClose(): void }) {
  const words = useWords();
  const [isAgreed, setAgreed] = useState(false);
  return (
    <fieldset class="voice-consent" aria-label={words.speak}>
      <p>{words.recogniserNote}</p>
      <label>
        <input
          type="checkbox"
          checked={isAgreed}
          onChange={({ currentTarget }) => setAgreed(currentTarget.checked)}
        />
        {words.recogniserAgree}
      </label>
      <div class="row">
        <button
          type="button"
          class="primary"
          disabled={!isAgreed}
          onClick={() => {
            onClose();
            voice.turnOn();
          }}
        >
          {words.speak}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {words.cancel}
        </button>
      </div>
    </fieldset>
  );
}

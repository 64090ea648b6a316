import { useState } from "preact/hooks";
import type { TutorInfo } from "../school-client.ts";
import type { StudentApp } from "../student-app.ts";
import { Field, FormProblem, useSubmit } from "./form.tsx";
import { useWords } from "./words.ts";

/** For tutors of enrolled students only. */
export function SignIn({ app, tutor }: { app: StudentApp; tutor: TutorInfo }) {
  const words = useWords();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { problem, busy, submit } = useSubmit(() => app.signIn(email, password));
  return (
    <form class="welcome" onSubmit={submit}>
      <h2>{words.signInTo(tutor.name)}</h2>
      <p class="about">{tutor.description || words.welcomeAbout(tutor.name, tutor.subject)}</p>
      <Field label={words.email} type="email" autoComplete="username" value={email} onValue={setEmail} />
      <Field
        label={words.password}
        type="password"
        autoComplete="current-password"
        value={password}
        onValue={setPassword}
        invalid={problem?.kind === "sign-in-refused"}
      />
      <FormProblem problem={problem} />
      <button type="submit" class="primary large" disabled={busy}>
        {words.signIn}
      </button>
      <p class="small">{words.signInNote}</p>
    </form>
  );
}

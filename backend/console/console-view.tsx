import { AccountView } from "./account-view.tsx";
import { AdminList } from "./admin-list-view.tsx";
import { AuditView } from "./audit-view.tsx";
import { AvatarList } from "./avatar-list-view.tsx";
import { AvatarView } from "./avatar-view.tsx";
import type { ConsoleRoute } from "./console-route.ts";
import { DocumentList } from "./document-list-view.tsx";
import { HealthView } from "./health-view.tsx";
import { ImportView } from "./import-view.tsx";
import { KeysView } from "./keys-view.tsx";
import { NewAvatar } from "./new-avatar-view.tsx";
import { AllSessions, TutorSessions } from "./session-list.tsx";
import { StudentList } from "./student-list-view.tsx";
import { StudentView } from "./student-view.tsx";
import { TranscriptView } from "./transcript-view.tsx";
import { TutorList } from "./tutor-list-view.tsx";
import { NewTutor, TutorView } from "./tutor-view.tsx";

/** The view that the address names. */
export function ConsoleView({ route }: { readonly route: ConsoleRoute }) {
  switch (route.view) {
    case "tutors":
      return <TutorList />;
    case "new-tutor":
      return <NewTutor />;
    case "tutor":
      return <TutorView tutorId={route.tutorId} />;
    case "sessions":
      return <TutorSessions tutorId={route.tutorId} />;
    case "students":
      return <StudentList tutorId={route.tutorId} />;
    case "import":
      return <ImportView tutorId={route.tutorId} />;
    case "student":
      return <StudentView tutorId={route.tutorId} studentId={route.studentId} />;
    case "transcript":
      return <TranscriptView tutorId={route.tutorId} sessionId={route.sessionId} />;
    case "documents":
      return <DocumentList tutorId={route.tutorId} />;
    case "health":
      return <HealthView />;
    case "keys":
      return <KeysView />;
    case "lessons":
      return <AllSessions />;
    case "avatars":
      return <AvatarList />;
    case "new-avatar":
      return <NewAvatar />;
    case "avatar":
      return <AvatarView avatarId={route.avatarId} />;
    case "audit":
      return <AuditView />;
    case "admins":
      return <AdminList />;
    case "account":
      return <AccountView />;
  }
}

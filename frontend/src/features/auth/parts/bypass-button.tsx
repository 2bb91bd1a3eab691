/** Development only: enter as a made-up person, without a password. Production builds do not contain this file. */
import { FlaskConical } from "lucide-react";
import { beginBypassSession } from "@/shared/api/session";
import { Button } from "@/shared/ui/button";

const DEVELOPMENT_TOKEN = "dev-mock-token-browser";

export function BypassButton() {
  return (
    <div className="mt-6 border-t border-hairline pt-6">
      <Button size="large" className="w-full" onPress={() => beginBypassSession(DEVELOPMENT_TOKEN)}>
        <FlaskConical aria-hidden className="size-4" />
        Enter as a developer
      </Button>
      <p className="mt-2 text-center text-13 text-ink-2">
        Only on a development server. No password, made-up data.
      </p>
    </div>
  );
}

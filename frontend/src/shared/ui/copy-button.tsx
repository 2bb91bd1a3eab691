/** Puts a text on the clipboard, and says so; or says that the browser would not. */
import { Button, type ButtonProps } from "@/shared/ui/button";
import { notify } from "@/shared/ui/toast";

type CopyButtonProps = Omit<ButtonProps, "onPress"> & { text: string; said: string };

export function CopyButton({ text, said, children = "Copy", ...props }: CopyButtonProps) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => notify({ title: said }),
      () =>
        notify({ title: "Your browser did not let us copy", detail: "Mark the text and copy it yourself." }),
    );
  return (
    <Button {...props} onPress={() => void copy()}>
      {children}
    </Button>
  );
}

import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { notify, Toaster } from "@/shared/ui/toast";

/** Gives every element a place on a screen of 800 points, as the style sheet would. */
function layOut(place: (element: Element) => [top: number, bottom: number]) {
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const [top, bottom] = place(this);
    return new DOMRect(0, top, 300, bottom - top);
  });
}

afterEach(() => vi.restoreAllMocks());

it("a notice steps aside for the field that is being edited, and for no other", () => {
  layOut((element) => {
    if (element.id === "high") return [0, 40];
    if (element.id === "low") return [760, 800];
    return element.className.includes("lg:bottom-4") ? [700, 800] : [0, 100];
  });
  render(
    <>
      <Toaster />
      <input id="high" aria-label="High" />
      <input id="low" aria-label="Low" />
    </>,
  );
  act(() => notify({ title: "Saved" }));
  const region = screen.getByRole("region");
  expect(region).toHaveClass("lg:bottom-4");

  act(() => screen.getByLabelText("High").focus());
  expect(region).toHaveClass("lg:bottom-4");
  act(() => screen.getByLabelText("Low").focus());
  expect(region).toHaveClass("lg:top-4");
  act(() => screen.getByLabelText("High").focus());
  expect(region).toHaveClass("lg:bottom-4");
});

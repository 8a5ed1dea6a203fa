import { Component, type ComponentChildren } from "preact";

interface PausedProps {
  isPaused: boolean;
  children: ComponentChildren;
}

/** Keeps its contents as they were while it is paused. */
export class Paused extends Component<PausedProps> {
  override shouldComponentUpdate({ isPaused }: PausedProps): boolean {
    return !isPaused;
  }

  render({ children }: PausedProps) {
    return children;
  }
}

/** A sign that a turn is under way, for turns that take long enough to wonder. */
const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const delay = 300;
const interval = 80;

/** Deletes the line that the cursor is in. */
export const clearLine = '\r\u001B[K';

/**
 * Runs the task; draws a spinner from 300 ms on until it ends, but not while `hidden()`, as over what is being typed.
 * @param status stands behind the spinner; no longer than a line leaves room for
 */
export async function withSpinner<T>(
  draw: (text: string) => void,
  hidden: () => boolean,
  task: () => Promise<T>,
  status: () => string = () => '',
): Promise<T> {
  let frame = 0;
  let drawn = false;
  let ticking: NodeJS.Timeout | undefined;
  const tick = (): void => {
    if (hidden()) return;
    draw(`${clearLine}${frames[frame % frames.length] ?? ''} ${status()}`);
    drawn = true;
    frame += 1;
  };
  // Unreferenced: after the user has left, a turn that hangs must not keep the process.
  const start = setTimeout(() => {
    tick();
    ticking = setInterval(tick, interval).unref();
  }, delay).unref();
  try {
    return await task();
  } finally {
    clearTimeout(start);
    clearInterval(ticking);
    if (drawn) draw(clearLine);
  }
}

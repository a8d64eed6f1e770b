// A clock that goes on when a test says so.

import { type Clock, dateLine, TICK } from "../transport/clock.js";

interface Appointment {
  readonly at: number;
  readonly then: () => void;
}

export class ManualClock implements Clock {
  now = 0;
  readonly #start: number;
  #tick: (() => void) | null = null;
  #appointments: Appointment[] = [];

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#start = start;
  }

  get dateLine(): string {
    return dateLine(this.#start + this.now);
  }

  start(tick: () => void): void {
    this.#tick = tick;
  }

  stop(): void {
    this.#tick = null;
  }

  after(milliseconds: number, then: () => void): () => void {
    const appointment = { at: this.now + milliseconds, then };
    this.#appointments.push(appointment);
    return () => {
      this.#appointments = this.#appointments.filter((other) => other !== appointment);
    };
  }

  /**
   * Lets time pass, as much as there is between two ticks at a time.
   * @param settle what is awaited after each of these steps
   */
  async advance(milliseconds: number, settle: () => Promise<void>): Promise<void> {
    const end = this.now + milliseconds;
    while (this.now < end) {
      this.now = Math.min(end, (Math.floor(this.now / TICK) + 1) * TICK);
      const due = this.#appointments.filter(({ at }) => at <= this.now);
      this.#appointments = this.#appointments.filter(({ at }) => at > this.now);
      for (const { then } of due) then();
      this.#tick?.();
      await settle();
    }
  }
}

// Many clients at once, each of which does one thing after the other, chosen at random.

import { type Behaviour, pause } from "./behaviour.js";
import type { Place } from "./peer.js";
import { Random } from "./random.js";
import { lastStandstill } from "./standstill.js";

export interface CrowdOptions {
  readonly place: Place;
  readonly behaviours: readonly Behaviour[];
  /** Clients at a time. */
  readonly clients: number;
  /** Milliseconds that a client rests between two acts, on the average. */
  readonly rest: number;
  readonly seed: number;
}

export interface Tally {
  acts: number;
  /** Answers that were checked and right. */
  answers: number;
  wrong: number;
}

// Nothing that a client does takes as long.
const LONGEST_ACT = 400_000;
/** For each client: they do not all come at the same moment. */
const MILLISECONDS_TO_COME = 10;
/** Of one behaviour. */
const MOST_COMPLAINTS = 3;

export class Crowd {
  readonly tallies: ReadonlyMap<string, Tally>;
  /** What was wrong, the first of them. */
  readonly complaints: string[] = [];
  /** Acts that failed while this process stood still: whoever is silent for so long is owed no answer. */
  unjudged = 0;
  readonly #options: CrowdOptions;
  readonly #weights: number;
  #isOver = false;
  #clients: Promise<void>[] = [];

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.#weights = options.behaviours.reduce((sum, { weight }) => sum + weight, 0);
    this.tallies = new Map(options.behaviours.map(({ name }) => [name, { acts: 0, answers: 0, wrong: 0 }]));
  }

  get wrong(): number {
    return [...this.tallies.values()].reduce((sum, { wrong }) => sum + wrong, 0);
  }

  start(): void {
    const { clients, seed } = this.#options;
    this.#clients = Array.from({ length: clients }, (_, index) => this.#live(new Random(seed * 100_003 + index)));
  }

  /** Lets everybody finish what they do. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  async #live(random: Random): Promise<void> {
    const { clients, rest } = this.#options;
    await pause(random.int(0, clients * MILLISECONDS_TO_COME));
    while (!this.#isOver) {
      await this.#act(this.#choose(random), random);
      await pause(random.int(0, 2 * rest));
    }
  }

  #choose(random: Random): Behaviour {
    let left = random.next() * this.#weights;
    const { behaviours } = this.#options;
    for (const behaviour of behaviours) {
      left -= behaviour.weight;
      if (left < 0) return behaviour;
    }
    return behaviours[0] as Behaviour;
  }

  async #act({ name, act }: Behaviour, random: Random): Promise<void> {
    const tally = this.tallies.get(name) as Tally;
    tally.acts++;
    const start = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it took longer than ${LONGEST_ACT} ms`)), LONGEST_ACT);
    });
    try {
      const answers = await Promise.race([
        act({ place: this.#options.place, random, isOver: () => this.#isOver }),
        tooLong,
      ]);
      tally.answers += answers;
    } catch (error) {
      if (lastStandstill() >= start) {
        this.unjudged++;
        return;
      }
      tally.wrong++;
      const { name: kind, message } = error as Error;
      if (tally.wrong <= MOST_COMPLAINTS) this.complaints.push(`${name}: ${kind}: ${message}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What is in the state: the user, or `null` where `optional` lets requests without credentials pass. */
export type Found<User, Optional extends boolean> = Optional extends true ? User | null : User;

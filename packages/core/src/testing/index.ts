// The door for tests, the project's own and those of its users.

export { type ConnectOptions, connect, type Delivery, type TestConnection, wire } from "./connect.js";

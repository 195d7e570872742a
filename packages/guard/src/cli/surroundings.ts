// What a command knows of the process around it, handed in so that commands stay free of globals and tests can watch.

export interface Surroundings {
  /** Folder that relative paths start from: the caller's, even when npm changed into the project. */
  readonly base: string;
  /** Folder of this package, where the fixtures stand. */
  readonly packageRoot: string;
  readonly width: number;
  readonly colour: boolean;
  print(text: string): void;
  printError(text: string): void;
}

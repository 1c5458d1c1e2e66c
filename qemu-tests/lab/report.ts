import { recordFigure } from "../../userland/testing/figure.ts";

/** Prints a measured time and keeps it in the report of the running test. */
export function reportSeconds(name: string, milliseconds: number): void {
	recordFigure(`${name} ${(milliseconds / 1000).toFixed(1)} s`);
}

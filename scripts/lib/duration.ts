/** A span for people: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function durationText(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 9.95) {
		return `${seconds.toFixed(1)} s`;
	}
	const whole = Math.round(seconds);
	if (whole < 120) {
		return `${whole} s`;
	}
	const minutes = Math.floor(whole / 60);
	if (minutes < 120) {
		return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
	}
	return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** A size for people, in powers of 1024: `17 MiB`, `1.5 GiB`. */
export function sizeText(sizeBytes: number): string {
	let value = sizeBytes;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit += 1;
	}
	const digits = value < 10 && unit > 0 ? 1 : 0;
	return `${value.toFixed(digits)} ${units[unit]}`;
}

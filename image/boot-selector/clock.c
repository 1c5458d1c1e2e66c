#include "firmware.h"

#define CALIBRATION_US 1000

static void cpuid(uint32_t leaf, uint32_t registers[4])
{
	__asm__ volatile("cpuid"
			 : "=a"(registers[0]), "=b"(registers[1]), "=c"(registers[2]),
			   "=d"(registers[3])
			 : "a"(leaf), "c"(0));
}

static uint64_t counter(void)
{
	uint32_t low, high;
	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

/* Counter ticks per second: leaf 0x15 of CPUID where it is complete, else a measurement of 1 ms. */
static uint64_t find_frequency(void)
{
	uint32_t registers[4];
	cpuid(0, registers);
	if (registers[0] >= 0x15) {
		cpuid(0x15, registers);
		if (registers[0] != 0 && registers[1] != 0 && registers[2] != 0)
			return (uint64_t)registers[2] * registers[1] / registers[0];
	}
	uint64_t start = counter();
	BS->Stall(CALIBRATION_US);
	return (counter() - start) * (1000000 / CALIBRATION_US);
}

uint64_t microseconds_now(void)
{
	static uint64_t frequency;
	uint64_t now = counter();
	if (frequency == 0)
		frequency = find_frequency();
	if (frequency == 0)
		return 0;
	return now / frequency * 1000000 + now % frequency * 1000000 / frequency;
}

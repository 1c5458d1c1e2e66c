/* Lines of text for console and record, built without a formatter. Pure. */
#ifndef SOMA_LINE_H
#define SOMA_LINE_H

#include <stddef.h>
#include <stdint.h>

#include "plan.h"

#define LINE_SIZE 240

/* Always terminated; what does not fit is dropped. */
struct line {
	size_t length;
	char text[LINE_SIZE];
};

/* Starts a line anew with "soma-selector: ". */
void line_start(struct line *line);
void line_add(struct line *line, const char *text);
void line_add_number(struct line *line, uint64_t number);

/* "slot A, version 4799, highest-priority (priority 1, tries 3 -> 2)", or why rescue. */
void line_describe_choice(struct line *line, const struct plan *plan, const char *version);

/* "repaired: primary table from backup, protective MBR". Only for repairs that are not 0. */
void line_describe_repairs(struct line *line, const struct plan *plan);

#endif

#include "line.h"

void line_start(struct line *line)
{
	line->length = 0;
	line_add(line, "soma-selector: ");
}

void line_add(struct line *line, const char *text)
{
	while (*text != '\0' && line->length + 1 < LINE_SIZE)
		line->text[line->length++] = *text++;
	line->text[line->length] = '\0';
}

void line_add_number(struct line *line, uint64_t number)
{
	char digits[21];
	int at = sizeof(digits) - 1;
	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	line_add(line, digits + at);
}

static void add_change(struct line *line, const char *name, uint8_t from, uint8_t to)
{
	line_add(line, name);
	line_add_number(line, from);
	line_add(line, " -> ");
	line_add_number(line, to);
}

/* "priority 1, tries 3 -> 2" of the slot that starts. */
static void add_count(struct line *line, uint64_t before, uint64_t after)
{
	struct slot_state from = slot_state_of(before), to = slot_state_of(after);
	line_add(line, "priority ");
	line_add_number(line, from.priority);
	if (before == after)
		line_add(line, ", not counted");
	else if (from.successful)
		add_change(line, ", unproven ", from.unproven, to.unproven);
	else
		add_change(line, ", tries ", from.tries, to.tries);
}

/* "A: priority 1, tries 0" of a slot that does not start. */
static void add_state(struct line *line, const char *name, uint64_t attributes)
{
	struct slot_state state = slot_state_of(attributes);
	line_add(line, name);
	line_add(line, ": priority ");
	line_add_number(line, state.priority);
	line_add(line, state.successful ? ", unproven " : ", tries ");
	line_add_number(line, state.successful ? state.unproven : state.tries);
}

void line_describe_choice(struct line *line, const struct plan *plan, const char *version)
{
	line_start(line);
	if (plan->slot == SLOT_RESCUE) {
		line_add(line, "rescue, ");
		line_add(line, reason_name(plan->reason));
		line_add(line, " (");
		if (plan->problem != NULL) {
			line_add(line, plan->problem);
		} else {
			add_state(line, "A", plan->after[0]);
			add_state(line, "; B", plan->after[1]);
		}
	} else {
		line_add(line, plan->slot == 0 ? "slot A, version " : "slot B, version ");
		line_add(line, version);
		line_add(line, ", ");
		line_add(line, reason_name(plan->reason));
		line_add(line, " (");
		add_count(line, plan->before[plan->slot], plan->after[plan->slot]);
	}
	line_add(line, ")");
}

void line_describe_repairs(struct line *line, const struct plan *plan)
{
	const char *separator = "";
	line_start(line);
	line_add(line, "repaired: ");
	if (plan->repairs & REPAIR_PROTECTIVE_MBR) {
		line_add(line, "protective MBR");
		separator = "; ";
	}
	if (plan->repairs & REPAIR_PRIMARY) {
		line_add(line, separator);
		line_add(line, "primary table from backup (");
		line_add(line, gpt_status_name(plan->primary_status));
		line_add(line, ")");
		separator = "; ";
	}
	if (plan->repairs & REPAIR_BACKUP) {
		line_add(line, separator);
		line_add(line, "backup table from primary (");
		line_add(line, plan->backup_status == GPT_VALID ?
				       "out of date" :
				       gpt_status_name(plan->backup_status));
		line_add(line, ")");
		separator = "; ";
	}
	if (plan->repairs & REPAIR_DISK_GROWN) {
		line_add(line, separator);
		line_add(line, "disk has grown: backup table and end of STATE moved to its end");
	}
}

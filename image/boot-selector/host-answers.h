#ifndef SOMA_HOST_ANSWERS_H
#define SOMA_HOST_ANSWERS_H

/* Answers lines of standard input until it ends; returns the exit code. */
int serve_answers(void);

#endif

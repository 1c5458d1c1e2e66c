/** Said when everything is on the disk, before the restart is asked for; nothing more may come. */
export const restartingLine = "restarting";

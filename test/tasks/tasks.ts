import { argumentTasks } from "./recoveries/argumentTasks";
import { effectTasks } from "./recoveries/effectTasks";
import { limitTasks } from "./recoveries/limitTasks";
import { nameTasks } from "./recoveries/nameTasks";
import { personTasks } from "./recoveries/personTasks";
import type { Task } from "./task";
import { documentTasks } from "./work/documentTasks";
import { messageTasks } from "./work/messageTasks";
import { pageTasks } from "./work/pageTasks";
import { ticketTasks } from "./work/ticketTasks";
import { webTasks } from "./work/webTasks";

/** Tasks that share servers: they go well, and then something gets in their way. */
export const sets: readonly (readonly Task[])[] = [
  [...documentTasks, ...ticketTasks, ...pageTasks, ...messageTasks, ...webTasks],
  [...argumentTasks, ...nameTasks, ...limitTasks, ...effectTasks, ...personTasks],
];

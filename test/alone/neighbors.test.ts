import { neighbors } from "../faults/neighbors";
import { rowTests } from "../faults/rowTests";

/** What a server's faults cost another server's calls: figures that mean nothing beside other work. */
describe("what happens to other servers when", function () {
  this.timeout(180_000);
  rowTests(neighbors);
});

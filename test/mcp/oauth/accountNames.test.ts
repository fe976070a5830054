import assert from "node:assert/strict";
import { noAbort } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

describe("the name of an account", function () {
  this.timeout(30_000);
  let server: SignInServer;
  beforeEach(async () => {
    server = await startSignInServer();
  });
  afterEach(() => server.stop());

  const window = (world = signInWorld()) => {
    const oauth = world.authorizations.oauth(httpPlan(server.url)) ?? assert.fail();
    return { ...world, signIn: (another = false) => oauth.signIn(noAbort(), another), oauth };
  };
  const token = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.e30`;

  const rows: [what: string, token: string, name: string][] = [
    [
      "the address, before any other",
      token({ sub: "1", name: "Ada", preferred_username: "ada", email: "a@x.example" }),
      "a@x.example",
    ],
    ["the name to sign in with, without one", token({ sub: "1", name: "Ada", preferred_username: "ada" }), "ada"],
    ["the person's, without one", token({ sub: "1", name: "Ada", preferred_username: " " }), "Ada"],
    ["the number, without one", token({ sub: "1", name: "", email: 5 }), "1"],
    ["a number of the hub's where none is named", token({ iss: "x" }), "account 1"],
    ["a number of the hub's where the token says nothing", token(null), "account 1"],
    ["a number of the hub's where the token holds no object", token("ada"), "account 1"],
    ["a number of the hub's where the token is not one", "e30.%%%.e30", "account 1"],
    ["a number of the hub's where the token has no middle", "e30", "account 1"],
  ];
  for (const [what, idToken, name] of rows)
    it(`is ${what}`, async () => {
      server.behavior.granted = { id_token: idToken };
      assert.equal((await window().signIn()).name, name);
    });

  it("is one line of eighty characters at most", async () => {
    server.behavior.person = `a\n${"x".repeat(100)}`;
    assert.match((await window().signIn()).name, /^a x{78}(?!x)/);
  });

  it("is the next number that is free, for each account of its own, and the same for the same account", async () => {
    const { signIn, store, oauth } = window();
    assert.equal((await signIn()).name, "account 1");
    assert.equal((await signIn()).name, "account 1");
    assert.equal((await signIn(true)).name, "account 2");
    assert.equal((await signIn(true)).name, "account 3");
    assert.equal(store.accounts(oauth.key).length, 3);
    assert.equal(oauth.account?.name, "account 3");
  });

  it("makes the same account of the same name at the same service, whoever was signed in between", async () => {
    const { signIn, store, oauth } = window();
    server.behavior.person = "ada@example.com";
    const first = await signIn();
    server.behavior.person = "bob@example.com";
    const other = await signIn();
    server.behavior.person = "ada@example.com";
    assert.deepEqual(await signIn(), first);
    assert.notEqual(other.id, first.id);
    assert.equal(store.accounts(oauth.key).length, 2);
    assert.equal(oauth.account?.id, first.id);
    assert.equal(first.issuer, server.issuer);
    assert.equal((await window().signIn()).id, first.id, "also on another machine");
  });
});

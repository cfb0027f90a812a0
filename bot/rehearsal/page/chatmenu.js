// What can be done with a message, and with a chat.
import { ask, askLine, chooseChat } from "./dialogs.js";
import { el } from "./dom.js";
import { say } from "./words.js";
import { popup } from "./popup.js";

/** The menu of one message, or of an album. */
export function messageMenu(column, messages, opener) {
  const [first] = messages;
  const own = first.from?.id === column.reader;
  const entries = [
    { words: say("reply"), act: () => column.composer.answer(first) },
    { words: say("forward"), act: () => forward(column, messages) },
  ];
  if (own && !first.file && !first.forwarded) entries.push({ words: say("edit"), act: () => column.composer.edit(first) });
  if (first.text) entries.push({ words: say("copy"), act: () => navigator.clipboard?.writeText(messages.map((one) => one.text).join("\n")) });
  popup(opener, say("more"), entries);
}

async function forward(column, messages) {
  const { town, reader } = column;
  const mine = [town.people.get(reader), ...[...town.groups.values()].filter((group) => group.members.includes(reader))];
  const chat = await chooseChat(say("forward_to"), mine.filter(Boolean));
  if (chat === null) return;
  const done = await column.tries(() => column.act({ do: "forward", chat, messages: messages.map((one) => one.key) }));
  if (done !== null && chat !== column.id) column.house.open(chat, reader, true);
}

/** The menu of a chat. */
export function chatMenu(column, opener) {
  const entries = column.id > 0 ? personEntries(column) : groupEntries(column);
  popup(opener, say("chat_menu", { name: column.title() }), entries);
}

function does(column, what, more = {}) {
  return () => column.tries(() => column.act({ do: what, ...more }));
}

function personEntries(column) {
  const { owner } = column;
  const follow = () => askLine(say("open_link"), say("link"), (url) => column.follow(url), { placeholder: "https://t.me/…" });
  const leave = async () => {
    const sure = await ask(say("delete_account"), [el("p", { text: say("delete_account_sure", { name: owner.name }) })], () => true, { confirm: say("delete_account") });
    if (sure) await does(column, "delete_account")();
  };
  const block = owner.blocked ? { words: say("unblock"), act: does(column, "unblock") } : { words: say("block"), act: does(column, "block"), bad: true };
  return [
    { words: say("open_link"), act: follow },
    { words: say("join_group"), act: () => join(column) },
    null,
    block,
    { words: say("delete_account"), act: leave, bad: true },
  ];
}

async function join(column) {
  const others = [...column.town.groups.values()].filter((group) => !group.members.includes(column.id));
  const group = await chooseChat(say("join_group"), others);
  if (group === null) return;
  const done = await column.tries(() => column.act({ do: "join", group }));
  if (done !== null) column.house.open(group, column.id, true);
}

function groupEntries(column) {
  const { owner: group, town } = column;
  const here = { group: group.id };
  const inside = ["member", "administrator"].includes(group.bot);
  const entries = [];
  if (!inside) entries.push({ words: say("add_bot"), act: does(column, "add_bot", here) });
  if (group.bot === "member") entries.push({ words: say("promote_bot"), act: does(column, "promote_bot", { ...here, pins: true }) });
  if (group.bot === "administrator") entries.push({ words: say("demote_bot"), act: does(column, "demote_bot", here) });
  entries.push({ words: say("admit"), act: () => admit(column, group, town) }, { words: say("leave_group", { name: column.person?.name ?? "" }), act: does(column, "leave", here) });
  if (group.forum) entries.push(null, ...topicEntries(column, group));
  entries.push(null);
  if (group.kind === "group") entries.push({ words: say("supergroup"), act: does(column, "supergroup", here) });
  if (inside) entries.push({ words: say("remove_bot"), act: does(column, "remove_bot", here), bad: true });
  return entries.at(-1) === null ? entries.slice(0, -1) : entries;
}

async function admit(column, group, town) {
  const others = [...town.people.values()].filter((person) => !group.members.includes(person.id));
  const as = await chooseChat(say("admit"), others);
  if (as !== null) await column.tries(() => column.act({ as, do: "join", group: group.id }));
}

function topicEntries(column, group) {
  const open = () => askLine(say("new_topic"), say("topic_name"), (name) => column.act({ do: "topic", group: group.id, name }), { confirm: say("create") });
  const entries = [{ words: say("new_topic"), act: open }];
  const topic = group.topics.find((one) => one.id === column.topic());
  if (topic) {
    const what = topic.closed ? "reopen_topic" : "close_topic";
    entries.push({ words: say(what, { name: topic.name }), act: does(column, what, { group: group.id, topic: topic.id }) });
  }
  return entries;
}

// New people and new groups.
import { ask, attempt, field } from "./dialogs.js";
import { el } from "./dom.js";
import { post } from "./api.js";
import { say } from "./words.js";

/** Somebody new with a phone; answers the number of their chat, or null. */
export function newPerson(town) {
  const name = el("input", { type: "text", required: true, maxlength: "64", autocomplete: "off" });
  const spoken = el("select", {}, el("option", { value: "vi", text: "Tiếng Việt" }), el("option", { value: "en", text: "English" }));
  const make = async () => {
    const { person } = await post("/page/act", { do: "new_person", name: name.value.trim(), language: spoken.value });
    town.hear("person", person);
    return person.id;
  };
  return ask(say("new_person"), [field(say("name"), name), field(say("phone_language"), spoken)], (wrong) => attempt(wrong, make), {
    confirm: say("create"),
  });
}

/** A group of some of the people; who is first makes it. Answers the number of its chat, or null. */
export function newGroup(town) {
  const title = el("input", { type: "text", required: true, maxlength: "128", autocomplete: "off" });
  const forum = el("input", { type: "checkbox" });
  const boxes = [...town.people.values()].map((person) => ({ person, box: el("input", { type: "checkbox", value: person.id }) }));
  const choices = boxes.map(({ person, box }) => el("label", {}, box, person.name));
  const make = async () => {
    const members = boxes.filter(({ box }) => box.checked).map(({ person }) => person.id);
    if (members.length === 0) throw new Error(say("choose_members"));
    const body = { as: members[0], do: "new_group", title: title.value.trim(), members, forum: forum.checked };
    const { group } = await post("/page/act", body);
    town.hear("group", group);
    return group.id;
  };
  const list = el("div", { class: "choices", role: "group", "aria-label": say("members") }, ...choices);
  const fields = [field(say("group_title"), title), el("label", { class: "switch" }, forum, el("span", { text: say("with_topics") })), list];
  return ask(say("new_group"), fields, (wrong) => attempt(wrong, make), { confirm: say("create") });
}

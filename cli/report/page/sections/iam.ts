import type { IamReport, IamStatementReport } from "../../run-report";
import { count, plural } from "../format";
import { markup, type Html } from "../html";
import { badge, type Tone } from "../outcome";
import { scroller, type Section } from "./section";

type Status = IamStatementReport["status"];

const LOOKS: Readonly<
  Record<Status, { readonly tone: Tone; readonly words: string; readonly filter: string }>
> = {
  denied: { tone: "bad", words: "denied", filter: "Denied" },
  used: { tone: "ok", words: "used", filter: "Used" },
  unused: { tone: "idle", words: "not used", filter: "Not used" },
  aws: { tone: "stopped", words: "used by AWS only", filter: "AWS only" },
};

/** Role by role, each statement and whether the run used it. The choice above the table works without a script. */
export function iamSection({ allowed, denied, statements }: IamReport): Section {
  const roles = [...new Set(statements.map(({ role }) => role))];
  const statuses = (Object.keys(LOOKS) as Status[]).filter((status) =>
    statements.some((one) => one.status === status),
  );
  return {
    id: "iam",
    title: "Permissions",
    body: markup`<p>${plural(allowed, "call")} of roles allowed, <strong>${count(denied)} denied</strong>.</p>
      <fieldset class="filter">
        <legend>Show statements</legend>
        ${choice("all", `All ${statements.length}`, true)}${statuses.map((status) => choice(status, `${LOOKS[status].filter} ${statements.filter((one) => one.status === status).length}`, false))}
      </fieldset>
      ${scroller(
        "Statements of every role",
        markup`<table class="iam">
          <caption>
            Statements of every role, and whether this run used them
          </caption>
          <thead>
            <tr>
              <th scope="col">Statement</th>
              <th scope="col">Status</th>
              <th scope="col" class="number">Calls</th>
              <th scope="col">Actions</th>
              <th scope="col">Resources</th>
            </tr>
          </thead>
          ${roles.map((role) =>
            roleRows(
              role,
              statements.filter((one) => one.role === role),
            ),
          )}
        </table>`,
      )}`,
  };
}

function choice(value: string, words: string, checked: boolean): Html {
  return markup`<label
    ><input type="radio" name="iam-filter" id="iam-${value}" ${checked && markup` checked`} ><span
      >${words}</span
    ></label
  >
`;
}

function roleRows(role: string, statements: readonly IamStatementReport[]): Html {
  const order = Object.keys(LOOKS);
  const sorted = [...statements].sort(
    (one, other) => order.indexOf(one.status) - order.indexOf(other.status),
  );
  const statuses = [...new Set(sorted.map(({ status }) => `has-${status}`))].join(" ");
  return markup`<tbody class="${statuses}">
    <tr class="role">
      <th scope="rowgroup" colspan="5">${role}</th>
    </tr>
    ${sorted.map(statementRow)}
  </tbody>
`;
}

function statementRow({ sid, policy, status, uses, actions, resources, reason }: IamStatementReport): Html {
  const { tone, words } = LOOKS[status];
  return markup`<tr class="is-${status}">
    <th scope="row">
      ${sid === "" ? "no statement" : sid}${policy !== "" && markup`<span class="policy">${policy}</span>`}
    </th>
    <td>${badge(tone, words)}${reason !== undefined && markup`<span class="reason">${reason}</span>`}</td>
    <td class="number">${count(uses)}</td>
    <td>${list(actions)}</td>
    <td>${list(resources)}</td>
  </tr>
`;
}

/** The first ones; where there are many, the others are folded. */
function list(values: readonly string[]): Html {
  const shown = values.length > LISTED + 1 ? LISTED : values.length;
  const rest = values.slice(shown);
  return markup`${values.slice(0, shown).map(line)}${
    rest.length > 0 &&
    markup`<details>
      <summary>${rest.length} more</summary>
      ${rest.map(line)}
    </details>`
  }`;
}

const LISTED = 2;

function line(value: string): Html {
  return markup`<code class="line">${breakable(value)}</code>`;
}

/** An ARN may be broken after its colons and slashes. */
function breakable(value: string): Html {
  const parts = value.split(/(?<=[:/])/);
  return markup`${parts.map((part, index) => markup`${index > 0 && markup`<wbr>`}${part}`)}`;
}

import { ACCOUNT } from "./judged";

export const IAM = `arn:aws:iam::${ACCOUNT}`;
export const REGIONAL = `eu-west-1:${ACCOUNT}`;
export const BOUNDARY = `${IAM}:policy/stepline-bootstrap-dev-boundary`;
export const BOUNDED = { "iam:PermissionsBoundary": BOUNDARY };
export const OWN_ROLE = `${IAM}:role/stepline-dev-marketing-extract`;
export const DEPLOY_ROLE = `${IAM}:role/stepline-bootstrap-dev-deploy`;
export const OWN = { "aws:ResourceTag/Project": "stepline", "aws:ResourceTag/Stack": "dev" };
export const PRODS = { "aws:ResourceTag/Project": "stepline", "aws:ResourceTag/Stack": "prod" };
export const OWN_BUCKET = { "s3:ResourceAccount": ACCOUNT };
/** `*` of an ARN runs past the slash: this is an object of bucket `stepline-dev-evil`, which anybody may have. */
export const STRANGERS_OBJECT = `arn:aws:s3:::stepline-dev-evil/a-${ACCOUNT}-eu-west-1/data`;
export const STRANGERS_BUCKET = { "s3:ResourceAccount": "999988887777" };

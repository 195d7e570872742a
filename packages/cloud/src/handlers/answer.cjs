// Appended to each handler of a custom resource: calls its `perform` with its `client` and always answers CloudFormation,
// because an unanswered request holds the stack for an hour.
exports.handler = async (event) => {
  const answer = {
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    PhysicalResourceId: event.PhysicalResourceId ?? event.LogicalResourceId,
  };
  try {
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const done = await exports.perform(event, exports.client(), sleep);
    Object.assign(answer, { Status: 'SUCCESS', ...done });
  } catch (error) {
    Object.assign(answer, { Status: 'FAILED', Reason: error.message });
  }
  const response = await fetch(event.ResponseURL, {
    method: 'PUT',
    headers: { 'content-type': '' }, // the URL is signed for none; fetch would name one
    body: JSON.stringify(answer),
  });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${response.status}`);
};

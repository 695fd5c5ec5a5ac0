{
  "Comment": "One software deployment that may take only so long: the states are its statuses, a signal or the end of its time decides.",
  "StartAt": "InProgress",
  "States": {
    "InProgress": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": {
        "FunctionName": "${HeatDeploymentWaitingFunctionArn}",
        "Payload": { "deploymentId.$": "$.deploymentId", "generation.$": "$.generation", "token.$": "$$.Task.Token" }
      },
      "ResultPath": "$.result",
      "TimeoutSecondsPath": "$.timeoutSeconds",
      "Retry": [
        { "ErrorEquals": ["States.Timeout"], "MaxAttempts": 0 },
        { "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }
      ],
      "Catch": [
        { "ErrorEquals": ["States.Timeout"], "ResultPath": null, "Next": "TimedOut" },
        { "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }
      ],
      "Next": "Status"
    },
    "TimedOut": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${HeatDeploymentTimedOutFunctionArn}", "Payload.$": "$" },
      "ResultSelector": { "status.$": "$.Payload.status" },
      "ResultPath": "$.result",
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Status"
    },
    "Status": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.result.status", "StringEquals": "FAILED", "Next": "Failed" }],
      "Default": "Complete"
    },
    "RecordFailure": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${HeatDeploymentRecordFailureFunctionArn}", "Payload.$": "$" },
      "ResultPath": null,
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Failed" }],
      "Next": "Failed"
    },
    "Complete": { "Type": "Succeed", "Comment": "Also where it was deleted, or somebody gave it another status." },
    "Failed": { "Type": "Fail", "Error": "Failed", "Cause": "The deployment failed; its record says why." }
  }
}

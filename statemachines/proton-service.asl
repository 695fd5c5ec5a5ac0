{
  "Comment": "One operation of a Proton service: its parts are deployments of their own, the tasks decide which may begin.",
  "StartAt": "Status",
  "States": {
    "Status": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.status", "StringEquals": "InProgress", "Next": "InProgress" },
        { "Variable": "$.status", "StringEquals": "Waiting", "Next": "Waiting" }
      ],
      "Default": "Done"
    },
    "InProgress": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${ProtonServiceInProgressFunctionArn}", "Payload.$": "$" },
      "OutputPath": "$.Payload",
      "TimeoutSeconds": 330,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 6, "BackoffRate": 3 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Status"
    },
    "Waiting": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": {
        "FunctionName": "${ProtonServiceWaitingFunctionArn}",
        "Payload": { "service.$": "$.service", "wait.$": "$.wait", "token.$": "$$.Task.Token" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 31536000,
      "Retry": [
        { "ErrorEquals": ["States.Timeout"], "MaxAttempts": 0 },
        { "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }
      ],
      "Catch": [
        { "ErrorEquals": ["States.Timeout"], "ResultPath": null, "Next": "InProgress" },
        { "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }
      ],
      "Next": "InProgress"
    },
    "RecordFailure": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${ProtonServiceRecordFailureFunctionArn}",
        "Payload": { "service.$": "$.service", "error.$": "$.error" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Failed" }],
      "Next": "Failed"
    },
    "Done": { "Type": "Succeed", "Comment": "The service's record says what came of it." },
    "Failed": { "Type": "Fail", "Error": "Failed", "Cause": "The operation was given up; the service's record says so." }
  }
}

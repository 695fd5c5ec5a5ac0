{
  "Comment": "The watch over the CloudWatch alarm of one SSM Automation execution, for as long as that runs.",
  "StartAt": "WatchAlarm",
  "States": {
    "WatchAlarm": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${SsmAlarmWatchAlarmFunctionArn}", "Payload.$": "$" },
      "OutputPath": "$.Payload",
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "StopUnwatched" }],
      "Next": "IsOver"
    },
    "IsOver": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.status", "StringEquals": "Watching", "Next": "Pause" }],
      "Default": "Over"
    },
    "Pause": { "Type": "Wait", "SecondsPath": "$.seconds", "Next": "WatchAlarm" },
    "StopUnwatched": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${SsmAlarmStopUnwatchedFunctionArn}",
        "Payload": { "executionId.$": "$.executionId", "error.$": "$.error" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Lost" }],
      "Next": "Lost"
    },
    "Over": { "Type": "Succeed" },
    "Lost": { "Type": "Fail", "Error": "Lost", "Cause": "The alarm could not be watched; the execution was cancelled unless it may go on without." }
  }
}

//! Performance logs and alerts.

use super::Interface;

interfaces! {
    "038374ff-098b-11d8-9414-505054503030" "IDataCollector" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollector_DataCollectorSet;
        9: get_IDataCollector_DataCollectorType get_IDataCollector_FileName put_IDataCollector_FileName;
        12: get_IDataCollector_FileNameFormat put_IDataCollector_FileNameFormat;
        14: get_IDataCollector_FileNameFormatPattern put_IDataCollector_FileNameFormatPattern;
        16: get_IDataCollector_LatestOutputLocation put_IDataCollector_LatestOutputLocation;
        18: get_IDataCollector_LogAppend put_IDataCollector_LogAppend get_IDataCollector_LogCircular;
        21: put_IDataCollector_LogCircular get_IDataCollector_LogOverwrite put_IDataCollector_LogOverwrite;
        24: get_IDataCollector_Name put_IDataCollector_Name get_IDataCollector_OutputLocation;
        27: get_IDataCollector_Index;
        29: get_IDataCollector_Xml SetXml;
    }
    "03837502-098b-11d8-9414-505054503030" "IDataCollectorCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollectorCollection_Count;
        8: get_IDataCollectorCollection_Item get_IDataCollectorCollection__NewEnum Add Remove Clear AddRange;
        14: CreateDataCollectorFromXml CreateDataCollector;
    }
    "03837506-098b-11d8-9414-505054503030" "IPerformanceCounterDataCollector" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollector_DataCollectorSet;
        9: get_IDataCollector_DataCollectorType get_IDataCollector_FileName put_IDataCollector_FileName;
        12: get_IDataCollector_FileNameFormat put_IDataCollector_FileNameFormat;
        14: get_IDataCollector_FileNameFormatPattern put_IDataCollector_FileNameFormatPattern;
        16: get_IDataCollector_LatestOutputLocation put_IDataCollector_LatestOutputLocation;
        18: get_IDataCollector_LogAppend put_IDataCollector_LogAppend get_IDataCollector_LogCircular;
        21: put_IDataCollector_LogCircular get_IDataCollector_LogOverwrite put_IDataCollector_LogOverwrite;
        24: get_IDataCollector_Name put_IDataCollector_Name get_IDataCollector_OutputLocation;
        27: get_IDataCollector_Index;
        29: get_IDataCollector_Xml SetXml;
        32: get_IPerformanceCounterDataCollector_DataSourceName;
        33: put_IPerformanceCounterDataCollector_DataSourceName;
        34: get_IPerformanceCounterDataCollector_PerformanceCounters;
        35: put_IPerformanceCounterDataCollector_PerformanceCounters;
        36: get_IPerformanceCounterDataCollector_LogFileFormat;
        37: put_IPerformanceCounterDataCollector_LogFileFormat;
        38: get_IPerformanceCounterDataCollector_SampleInterval;
        39: put_IPerformanceCounterDataCollector_SampleInterval;
        40: get_IPerformanceCounterDataCollector_SegmentMaxRecords;
        41: put_IPerformanceCounterDataCollector_SegmentMaxRecords;
    }
    "0383750b-098b-11d8-9414-505054503030" "ITraceDataCollector" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollector_DataCollectorSet;
        9: get_IDataCollector_DataCollectorType get_IDataCollector_FileName put_IDataCollector_FileName;
        12: get_IDataCollector_FileNameFormat put_IDataCollector_FileNameFormat;
        14: get_IDataCollector_FileNameFormatPattern put_IDataCollector_FileNameFormatPattern;
        16: get_IDataCollector_LatestOutputLocation put_IDataCollector_LatestOutputLocation;
        18: get_IDataCollector_LogAppend put_IDataCollector_LogAppend get_IDataCollector_LogCircular;
        21: put_IDataCollector_LogCircular get_IDataCollector_LogOverwrite put_IDataCollector_LogOverwrite;
        24: get_IDataCollector_Name put_IDataCollector_Name get_IDataCollector_OutputLocation;
        27: get_IDataCollector_Index;
        29: get_IDataCollector_Xml SetXml;
        32: get_ITraceDataCollector_BufferSize put_ITraceDataCollector_BufferSize;
        34: get_ITraceDataCollector_BuffersLost;
        36: get_ITraceDataCollector_BuffersWritten;
        38: get_ITraceDataCollector_ClockType put_ITraceDataCollector_ClockType;
        40: get_ITraceDataCollector_EventsLost;
        42: get_ITraceDataCollector_ExtendedModes put_ITraceDataCollector_ExtendedModes;
        44: get_ITraceDataCollector_FlushTimer put_ITraceDataCollector_FlushTimer;
        46: get_ITraceDataCollector_FreeBuffers;
        48: get_ITraceDataCollector_Guid put_ITraceDataCollector_Guid get_ITraceDataCollector_IsKernelTrace;
        51: get_ITraceDataCollector_MaximumBuffers put_ITraceDataCollector_MaximumBuffers;
        53: get_ITraceDataCollector_MinimumBuffers put_ITraceDataCollector_MinimumBuffers;
        55: get_ITraceDataCollector_NumberOfBuffers put_ITraceDataCollector_NumberOfBuffers;
        57: get_ITraceDataCollector_PreallocateFile put_ITraceDataCollector_PreallocateFile;
        59: get_ITraceDataCollector_ProcessMode put_ITraceDataCollector_ProcessMode;
        61: get_ITraceDataCollector_RealTimeBuffersLost;
        63: get_ITraceDataCollector_SessionId;
        65: get_ITraceDataCollector_SessionName put_ITraceDataCollector_SessionName;
        67: get_ITraceDataCollector_SessionThreadId;
        69: get_ITraceDataCollector_StreamMode put_ITraceDataCollector_StreamMode;
        71: get_ITraceDataCollector_TraceDataProviders;
    }
    "03837510-098b-11d8-9414-505054503030" "ITraceDataProviderCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_ITraceDataProviderCollection_Count;
        8: get_ITraceDataProviderCollection_Item get_ITraceDataProviderCollection__NewEnum Add Remove Clear;
        13: AddRange CreateTraceDataProvider GetTraceDataProviders GetTraceDataProvidersByProcess;
    }
    "03837512-098b-11d8-9414-505054503030" "ITraceDataProvider" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_ITraceDataProvider_DisplayName;
        8: put_ITraceDataProvider_DisplayName get_ITraceDataProvider_Guid put_ITraceDataProvider_Guid;
        11: get_ITraceDataProvider_Level get_ITraceDataProvider_KeywordsAny;
        13: get_ITraceDataProvider_KeywordsAll get_ITraceDataProvider_Properties;
        15: get_ITraceDataProvider_FilterEnabled put_ITraceDataProvider_FilterEnabled;
        17: get_ITraceDataProvider_FilterType put_ITraceDataProvider_FilterType;
        19: get_ITraceDataProvider_FilterData put_ITraceDataProvider_FilterData Query Resolve SetSecurity;
        24: GetSecurity GetRegisteredProcesses;
    }
    "03837514-098b-11d8-9414-505054503030" "IConfigurationDataCollector" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollector_DataCollectorSet;
        9: get_IDataCollector_DataCollectorType get_IDataCollector_FileName put_IDataCollector_FileName;
        12: get_IDataCollector_FileNameFormat put_IDataCollector_FileNameFormat;
        14: get_IDataCollector_FileNameFormatPattern put_IDataCollector_FileNameFormatPattern;
        16: get_IDataCollector_LatestOutputLocation put_IDataCollector_LatestOutputLocation;
        18: get_IDataCollector_LogAppend put_IDataCollector_LogAppend get_IDataCollector_LogCircular;
        21: put_IDataCollector_LogCircular get_IDataCollector_LogOverwrite put_IDataCollector_LogOverwrite;
        24: get_IDataCollector_Name put_IDataCollector_Name get_IDataCollector_OutputLocation;
        27: get_IDataCollector_Index;
        29: get_IDataCollector_Xml SetXml;
        32: get_IConfigurationDataCollector_FileMaxCount put_IConfigurationDataCollector_FileMaxCount;
        34: get_IConfigurationDataCollector_FileMaxRecursiveDepth;
        35: put_IConfigurationDataCollector_FileMaxRecursiveDepth;
        36: get_IConfigurationDataCollector_FileMaxTotalSize put_IConfigurationDataCollector_FileMaxTotalSize;
        38: get_IConfigurationDataCollector_Files put_IConfigurationDataCollector_Files;
        40: get_IConfigurationDataCollector_ManagementQueries;
        41: put_IConfigurationDataCollector_ManagementQueries;
        42: get_IConfigurationDataCollector_QueryNetworkAdapters;
        43: put_IConfigurationDataCollector_QueryNetworkAdapters get_IConfigurationDataCollector_RegistryKeys;
        45: put_IConfigurationDataCollector_RegistryKeys;
        46: get_IConfigurationDataCollector_RegistryMaxRecursiveDepth;
        47: put_IConfigurationDataCollector_RegistryMaxRecursiveDepth;
        48: get_IConfigurationDataCollector_SystemStateFile put_IConfigurationDataCollector_SystemStateFile;
    }
    "03837516-098b-11d8-9414-505054503030" "IAlertDataCollector" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollector_DataCollectorSet;
        9: get_IDataCollector_DataCollectorType get_IDataCollector_FileName put_IDataCollector_FileName;
        12: get_IDataCollector_FileNameFormat put_IDataCollector_FileNameFormat;
        14: get_IDataCollector_FileNameFormatPattern put_IDataCollector_FileNameFormatPattern;
        16: get_IDataCollector_LatestOutputLocation put_IDataCollector_LatestOutputLocation;
        18: get_IDataCollector_LogAppend put_IDataCollector_LogAppend get_IDataCollector_LogCircular;
        21: put_IDataCollector_LogCircular get_IDataCollector_LogOverwrite put_IDataCollector_LogOverwrite;
        24: get_IDataCollector_Name put_IDataCollector_Name get_IDataCollector_OutputLocation;
        27: get_IDataCollector_Index;
        29: get_IDataCollector_Xml SetXml;
        32: get_IAlertDataCollector_AlertThresholds put_IAlertDataCollector_AlertThresholds;
        34: get_IAlertDataCollector_EventLog put_IAlertDataCollector_EventLog;
        36: get_IAlertDataCollector_SampleInterval put_IAlertDataCollector_SampleInterval;
        38: get_IAlertDataCollector_Task put_IAlertDataCollector_Task get_IAlertDataCollector_TaskRunAsSelf;
        41: put_IAlertDataCollector_TaskRunAsSelf get_IAlertDataCollector_TaskArguments;
        43: put_IAlertDataCollector_TaskArguments get_IAlertDataCollector_TaskUserTextArguments;
        45: put_IAlertDataCollector_TaskUserTextArguments get_IAlertDataCollector_TriggerDataCollectorSet;
        47: put_IAlertDataCollector_TriggerDataCollectorSet;
    }
    "0383751a-098b-11d8-9414-505054503030" "IApiTracingDataCollector" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollector_DataCollectorSet;
        9: get_IDataCollector_DataCollectorType get_IDataCollector_FileName put_IDataCollector_FileName;
        12: get_IDataCollector_FileNameFormat put_IDataCollector_FileNameFormat;
        14: get_IDataCollector_FileNameFormatPattern put_IDataCollector_FileNameFormatPattern;
        16: get_IDataCollector_LatestOutputLocation put_IDataCollector_LatestOutputLocation;
        18: get_IDataCollector_LogAppend put_IDataCollector_LogAppend get_IDataCollector_LogCircular;
        21: put_IDataCollector_LogCircular get_IDataCollector_LogOverwrite put_IDataCollector_LogOverwrite;
        24: get_IDataCollector_Name put_IDataCollector_Name get_IDataCollector_OutputLocation;
        27: get_IDataCollector_Index;
        29: get_IDataCollector_Xml SetXml;
        32: get_IApiTracingDataCollector_LogApiNamesOnly put_IApiTracingDataCollector_LogApiNamesOnly;
        34: get_IApiTracingDataCollector_LogApisRecursively put_IApiTracingDataCollector_LogApisRecursively;
        36: get_IApiTracingDataCollector_ExePath put_IApiTracingDataCollector_ExePath;
        38: get_IApiTracingDataCollector_LogFilePath put_IApiTracingDataCollector_LogFilePath;
        40: get_IApiTracingDataCollector_IncludeModules put_IApiTracingDataCollector_IncludeModules;
        42: get_IApiTracingDataCollector_IncludeApis put_IApiTracingDataCollector_IncludeApis;
        44: get_IApiTracingDataCollector_ExcludeApis put_IApiTracingDataCollector_ExcludeApis;
    }
    "03837520-098b-11d8-9414-505054503030" "IDataCollectorSet" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollectorSet_DataCollectors;
        8: get_IDataCollectorSet_Duration put_IDataCollectorSet_Duration get_IDataCollectorSet_Description;
        11: put_IDataCollectorSet_Description get_IDataCollectorSet_DescriptionUnresolved;
        13: get_IDataCollectorSet_DisplayName put_IDataCollectorSet_DisplayName;
        15: get_IDataCollectorSet_DisplayNameUnresolved get_IDataCollectorSet_Keywords;
        17: put_IDataCollectorSet_Keywords get_IDataCollectorSet_LatestOutputLocation;
        19: put_IDataCollectorSet_LatestOutputLocation get_IDataCollectorSet_Name;
        21: get_IDataCollectorSet_OutputLocation get_IDataCollectorSet_RootPath;
        23: put_IDataCollectorSet_RootPath get_IDataCollectorSet_Segment put_IDataCollectorSet_Segment;
        26: get_IDataCollectorSet_SegmentMaxDuration put_IDataCollectorSet_SegmentMaxDuration;
        28: get_IDataCollectorSet_SegmentMaxSize put_IDataCollectorSet_SegmentMaxSize;
        30: get_IDataCollectorSet_SerialNumber put_IDataCollectorSet_SerialNumber;
        32: get_IDataCollectorSet_Server get_IDataCollectorSet_Status get_IDataCollectorSet_Subdirectory;
        35: put_IDataCollectorSet_Subdirectory get_IDataCollectorSet_SubdirectoryFormat;
        37: put_IDataCollectorSet_SubdirectoryFormat get_IDataCollectorSet_SubdirectoryFormatPattern;
        39: put_IDataCollectorSet_SubdirectoryFormatPattern get_IDataCollectorSet_Task;
        41: put_IDataCollectorSet_Task get_IDataCollectorSet_TaskRunAsSelf;
        43: put_IDataCollectorSet_TaskRunAsSelf get_IDataCollectorSet_TaskArguments;
        45: put_IDataCollectorSet_TaskArguments get_IDataCollectorSet_TaskUserTextArguments;
        47: put_IDataCollectorSet_TaskUserTextArguments get_IDataCollectorSet_Schedules;
        49: get_IDataCollectorSet_SchedulesEnabled put_IDataCollectorSet_SchedulesEnabled;
        51: get_IDataCollectorSet_UserAccount get_IDataCollectorSet_Xml get_IDataCollectorSet_Security;
        54: put_IDataCollectorSet_Security get_IDataCollectorSet_StopOnCompletion;
        56: put_IDataCollectorSet_StopOnCompletion get_IDataCollectorSet_DataManager SetCredentials Query;
        60: Commit Delete Start Stop SetXml SetValue GetValue;
    }
    "03837524-098b-11d8-9414-505054503030" "IDataCollectorSetCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataCollectorSetCollection_Count;
        8: get_IDataCollectorSetCollection_Item get_IDataCollectorSetCollection__NewEnum Add Remove Clear;
        13: AddRange GetDataCollectorSets;
    }
    "03837533-098b-11d8-9414-505054503030" "IValueMapItem" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IValueMapItem_Description;
        8: put_IValueMapItem_Description get_IValueMapItem_Enabled put_IValueMapItem_Enabled;
        11: get_IValueMapItem_Key put_IValueMapItem_Key get_IValueMapItem_Value put_IValueMapItem_Value;
        15: get_IValueMapItem_ValueMapType put_IValueMapItem_ValueMapType;
    }
    "03837534-098b-11d8-9414-505054503030" "IValueMap" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IValueMap_Count get_IValueMap_Item;
        9: get_IValueMap__NewEnum get_IValueMap_Description put_IValueMap_Description get_IValueMap_Value;
        13: put_IValueMap_Value get_IValueMap_ValueMapType put_IValueMap_ValueMapType Add Remove Clear;
        19: AddRange CreateValueMapItem;
    }
    "0383753a-098b-11d8-9414-505054503030" "ISchedule" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_ISchedule_StartDate put_ISchedule_StartDate;
        9: get_ISchedule_EndDate put_ISchedule_EndDate get_ISchedule_StartTime put_ISchedule_StartTime;
        13: get_ISchedule_Days put_ISchedule_Days;
    }
    "0383753d-098b-11d8-9414-505054503030" "IScheduleCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IScheduleCollection_Count;
        8: get_IScheduleCollection_Item get_IScheduleCollection__NewEnum Add Remove Clear AddRange;
        14: CreateSchedule;
    }
    "03837541-098b-11d8-9414-505054503030" "IDataManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IDataManager_Enabled;
        8: put_IDataManager_Enabled get_IDataManager_CheckBeforeRunning put_IDataManager_CheckBeforeRunning;
        11: get_IDataManager_MinFreeDisk put_IDataManager_MinFreeDisk get_IDataManager_MaxSize;
        14: put_IDataManager_MaxSize get_IDataManager_MaxFolderCount put_IDataManager_MaxFolderCount;
        17: get_IDataManager_ResourcePolicy put_IDataManager_ResourcePolicy get_IDataManager_FolderActions;
        20: get_IDataManager_ReportSchema put_IDataManager_ReportSchema get_IDataManager_ReportFileName;
        23: put_IDataManager_ReportFileName get_IDataManager_RuleTargetFileName;
        25: put_IDataManager_RuleTargetFileName get_IDataManager_EventsFileName;
        27: put_IDataManager_EventsFileName get_IDataManager_Rules put_IDataManager_Rules Run Extract;
    }
    "03837543-098b-11d8-9414-505054503030" "IFolderAction" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFolderAction_Age put_IFolderAction_Age;
        9: get_IFolderAction_Size put_IFolderAction_Size get_IFolderAction_Actions put_IFolderAction_Actions;
        13: get_IFolderAction_SendCabTo put_IFolderAction_SendCabTo;
    }
    "03837544-098b-11d8-9414-505054503030" "IFolderActionCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IFolderActionCollection_Count;
        8: get_IFolderActionCollection_Item get_IFolderActionCollection__NewEnum Add Remove Clear AddRange;
        14: CreateFolderAction;
    }
}
